"""Where facts are kept: tables, the unit of work, the journal. The only room that speaks SQL."""
