"""The paper of the benchmarks as briefgen has it: a brief, a template and a theme."""
