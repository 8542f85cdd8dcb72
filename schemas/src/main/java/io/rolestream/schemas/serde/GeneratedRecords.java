package io.rolestream.schemas.serde;

import io.rolestream.events.Resume;
import io.rolestream.state.PendingResume;
import java.util.Set;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Allows Avro to instantiate the records generated from this project's schemas. Avro instantiates no class that was not
 * allowed explicitly, not even to read it, to copy it in a builder or to fill in an enum's default.
 */
public final class GeneratedRecords {
    private static final Set<String> PACKAGES =
            Set.of(Resume.class.getPackageName(), PendingResume.class.getPackageName());

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.getGlobal(), type -> PACKAGES.contains(type.getPackageName())));
    }

    private GeneratedRecords() {}

    /**
     * Adds the generated records to the classes that Avro trusts in this process; further calls have no effect. Every
     * serde calls it; code that copies records in builders without a serde must call it.
     */
    public static void trust() {
        // The work is done once, when this class is initialised.
    }
}
