"""From a stranger's file to a first definition: what its columns seem to hold, written down to be confirmed."""
