package io.rolestream.rules.ruleset;

import io.rolestream.rules.yaml.InvalidFileException;
import java.util.List;

/** A rule file is not valid. */
public final class RuleSetException extends InvalidFileException {
    private static final long serialVersionUID = 1L;

    RuleSetException(List<String> problems) {
        super(problems);
    }
}
