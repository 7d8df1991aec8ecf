"""The demonstration: a fair of the size of Jeddah 2014, replayed from input files through the services people use."""
