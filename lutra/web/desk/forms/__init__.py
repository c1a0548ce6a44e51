"""What officers fill in. A form reads and shows; whether the content stands is decided by the deed."""
