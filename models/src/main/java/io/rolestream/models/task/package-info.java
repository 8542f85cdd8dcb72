/** What a version's model computes: roles, vectors, or scores of pairs. */
@NullMarked
package io.rolestream.models.task;

import org.jspecify.annotations.NullMarked;
