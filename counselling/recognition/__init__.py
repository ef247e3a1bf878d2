"""Recognition of qualifications: from the first information to the decision, one by one."""
