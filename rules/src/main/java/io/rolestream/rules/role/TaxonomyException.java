package io.rolestream.rules.role;

import io.rolestream.rules.yaml.InvalidFileException;
import java.util.List;

/** A taxonomy file is not valid. */
public final class TaxonomyException extends InvalidFileException {
    private static final long serialVersionUID = 1L;

    TaxonomyException(List<String> problems) {
        super(problems);
    }
}
