"""Portfolio and findings → pages: one module per page kind, each with ``drafts(view)``; ``whole`` puts them together.

Nothing is imported here, so that what only checks loads no templates and no writers of files.
"""
