package io.rolestream.matching.profile;

/**
 * A description with its profile, which retrieves as a resume's does. The profile is of no posting: it never enters an
 * index, and its skills are not the person's.
 *
 * @param profile its id is no posting's
 */
public record ProfiledDescription(GeneratedDescription description, Profile profile) {
    /** Whether there is anything to retrieve by. */
    public boolean isBlank() {
        return description.text().isBlank();
    }
}
