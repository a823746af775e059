"""Finished bytes, the cache, the threads, problem documents and protection."""
