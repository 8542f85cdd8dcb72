/** Job roles, and the taxonomies that list them. */
@NullMarked
package io.rolestream.rules.role;

import org.jspecify.annotations.NullMarked;
