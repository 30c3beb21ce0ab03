"""Open data: declarations, indicators, subprojects and findings as files for programs and spreadsheets, versioned."""
