package io.rolestream.matching.ranking;

/**
 * Where a result of a list with a generated description comes from.
 *
 * @param resumeRank in the list that the resume alone retrieves, from 1; 0 if it is not there
 * @param descriptionRank in the list that the description retrieves, from 1; 0 if it is not there
 */
public record MatchOrigin(MatchWay way, int resumeRank, int descriptionRank) {
    /** @param limit of the description's list, which for {@link MatchWay#BOTH} is that of the resume's as well */
    static MatchOrigin of(int resumeRank, int descriptionRank, int limit) {
        boolean byResume = resumeRank > 0 && (descriptionRank == 0 || resumeRank <= limit);
        MatchWay way = descriptionRank == 0 ? MatchWay.RESUME : byResume ? MatchWay.BOTH : MatchWay.DESCRIPTION;
        return new MatchOrigin(way, resumeRank, descriptionRank);
    }

    /** For the person who reads the list. */
    public String sentence() {
        return switch (way) {
            case RESUME -> "Found by the resume, at rank " + resumeRank + ".";
            case DESCRIPTION ->
                "Found by the generated description, at rank " + descriptionRank
                        + (resumeRank == 0 ? "." : "; by the resume alone it has rank " + resumeRank + ".");
            case BOTH ->
                "Found by the resume, at rank " + resumeRank + ", and by the generated description, at rank "
                        + descriptionRank + ".";
        };
    }
}
