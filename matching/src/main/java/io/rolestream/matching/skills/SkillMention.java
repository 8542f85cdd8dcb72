package io.rolestream.matching.skills;

/**
 * The first place at which a text names a skill.
 *
 * @param skill its canonical name, whichever spelling the text uses
 * @param start where the spelling starts in the text, in UTF-16 code units
 * @param end where it ends, exclusive
 */
public record SkillMention(String skill, int start, int end) {}
