"""An offer's way from draft to archive: what is missing, versions, changes that wait."""
