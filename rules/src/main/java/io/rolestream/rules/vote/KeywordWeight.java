package io.rolestream.rules.vote;

import io.rolestream.rules.role.Role;

/** A keyword's weight for a role, -100 to 100, to the nearest millionth; 0 removes it. */
public record KeywordWeight(String keyword, Role role, double weight) {}
