package io.rolestream.rules.vote;

import io.rolestream.rules.role.Role;

/** The weight of a keyword, or of a sum of keywords, for a role; a negative weight counts against it. */
public record RoleWeight(Role role, float weight) {}
