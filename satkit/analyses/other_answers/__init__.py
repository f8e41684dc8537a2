"""Other answers: how the questions without scores were answered."""
