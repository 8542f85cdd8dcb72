package io.rolestream.matching.ranking;

import io.rolestream.common.text.Keyed;

/** What brought a posting into a list: the resume itself, the description that was generated for it, or both. */
public enum MatchWay implements Keyed {
    RESUME,
    DESCRIPTION,
    BOTH
}
