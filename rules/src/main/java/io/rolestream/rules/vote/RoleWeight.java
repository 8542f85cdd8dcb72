package io.rolestream.rules.vote;

import io.rolestream.rules.role.Role;

/** What a keyword, or a sum of keywords, says for a role; against it where the weight is negative. */
public record RoleWeight(Role role, float weight) {}
