package io.rolestream.matching.ranking;

/** What brought a posting into a list: the resume itself, the description that was generated for it, or both. */
public enum MatchWay {
    RESUME,
    DESCRIPTION,
    BOTH
}
