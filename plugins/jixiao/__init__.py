"""The core of jixiao: reads, judges, compares and renders performance-target declarations. Imports no MkDocs."""
