"""The incremental build: steps of which each is kept under the key of all it is made from, jobs, and one build of a site."""
