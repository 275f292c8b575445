"""What each spatial layer is, and the library that keeps their snapshots."""
