/** Model versions: announced on a topic, kept in a store, verified before they are used. */
@NullMarked
package io.rolestream.models.loading;

import org.jspecify.annotations.NullMarked;
