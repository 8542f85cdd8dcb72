package io.rolestream.labellers.settings;

import io.rolestream.common.files.FileException;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.Taxonomy;
import java.util.List;

/**
 * How a role is put into words for a model: {@code {}} and {@code {name}} stand for its name, {@code {description}} for
 * its description.
 */
public record RoleTemplate(String text) {
    public static final String DESCRIBED = "{description}";

    private static final String KEY = "template";

    private static final String NAME = "{name}";
    private static final String DESCRIPTION = "{description}";
    private static final String PLACE = "{}";

    public RoleTemplate {
        if (!text.contains(NAME) && !text.contains(DESCRIPTION) && !text.contains(PLACE)) {
            throw new IllegalArgumentException("template \"" + text + "\" has no place for a role; put " + PLACE
                    + " or " + DESCRIPTION + " into it");
        }
    }

    /** The template of a labeller's file. */
    public static RoleTemplate read(LabellerFile file, String fallback) throws FileException {
        return new RoleTemplate(file.text(KEY, fallback));
    }

    public String of(Role role) {
        return text.replace(PLACE, role.name()).replace(NAME, role.name()).replace(DESCRIPTION, role.description());
    }

    /** A text for each role, in the order of the taxonomy. */
    public List<String> of(Taxonomy taxonomy) {
        return taxonomy.roles().stream().map(this::of).toList();
    }
}
