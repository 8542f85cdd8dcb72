package io.rolestream.cli.options;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Output forms of {@code topics acls}. */
public final class AclOptions {
    /** In which form, or not at all but to the cluster itself. */
    public enum Form {
        TEXT,
        YAML,
        COMMANDS,
        CREATE
    }

    @ArgGroup
    private Chosen chosen = new Chosen();

    private static final class Chosen {
        @Option(names = "--yaml", description = "Prints YAML for the Helm chart.")
        private boolean yaml;

        @Option(names = "--commands", description = "Prints commands for Kafka's kafka-acls.sh.")
        private boolean commands;

        @Option(names = "--create", description = "Creates the ACLs on the cluster; needs administrator rights.")
        private boolean create;
    }

    @Option(
            names = "--principals",
            paramLabel = "TEXT",
            defaultValue = "User:",
            description = "Prefix of each client's name (default ${DEFAULT-VALUE}).")
    private String principals = "User:";

    public Form form() {
        if (chosen.yaml) {
            return Form.YAML;
        }
        if (chosen.commands) {
            return Form.COMMANDS;
        }
        return chosen.create ? Form.CREATE : Form.TEXT;
    }

    public String principals() {
        return principals;
    }
}
