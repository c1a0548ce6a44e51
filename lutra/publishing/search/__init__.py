"""One search over everything public: the same words, the same hits and the same order on both databases."""
