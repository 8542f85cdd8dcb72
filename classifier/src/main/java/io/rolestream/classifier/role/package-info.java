/** Job roles, and the taxonomies that list them. */
@NullMarked
package io.rolestream.classifier.role;

import org.jspecify.annotations.NullMarked;
