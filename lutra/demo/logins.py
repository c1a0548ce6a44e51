"""The demo's log-ins: one for each role, all with one password."""

PASSWORD = "lutra-demo"

LOGINS: list[tuple[str, str]] = [
    ("petugas", "Petugas Pelayanan Informasi (meja layanan)"),
    ("ppid", "PPID Utama (Kepala Dinas Kominfo-SP)"),
    ("pelaksana", "PPID Pelaksana (Dinas Kesehatan)"),
    ("atasan", "Atasan PPID (Sekretaris Daerah)"),
    ("tim", "Tim Pertimbangan"),
    ("bupati", "Pimpinan daerah"),
    ("humas", "Humas"),
    ("penyiar", "Penyiar Radio 100 FM Kabar Luwu Utara"),
    ("operator", "Operator Command Centre"),
    ("admin", "Administrator sistem"),
]
