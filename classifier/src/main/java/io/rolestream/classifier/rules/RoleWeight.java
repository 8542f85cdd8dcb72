package io.rolestream.classifier.rules;

import io.rolestream.classifier.role.Role;

/** What a keyword, or a sum of keywords, says for a role; against it where the weight is negative. */
public record RoleWeight(Role role, float weight) {}
