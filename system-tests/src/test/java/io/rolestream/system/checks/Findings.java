package io.rolestream.system.checks;

import java.util.ArrayList;
import java.util.List;

/** The faults that a checker finds while it reads. */
public class Findings {
    final List<String> missing = new ArrayList<>();
    final List<String> duplicated = new ArrayList<>();
    final List<String> wrong = new ArrayList<>();
    final List<String> unexpected = new ArrayList<>();

    public Faults faults() {
        return new Faults(missing, duplicated, wrong, unexpected);
    }
}
