// Placeholder translation unit until this room has its first file.
