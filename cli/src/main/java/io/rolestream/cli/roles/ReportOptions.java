package io.rolestream.cli.roles;

import io.rolestream.rules.yaml.Problems;
import picocli.CommandLine.Option;

/** How a report on roles is printed. */
final class ReportOptions {
    @Option(names = "--json", description = "Prints one JSON object, with everything.")
    private boolean json;

    @Option(names = "--all", description = "Lists everything; by default, 20 of each kind.")
    private boolean all;

    boolean json() {
        return json;
    }

    int most() {
        return all ? Integer.MAX_VALUE : Problems.LIMIT;
    }
}
