/** What is agreed with the cluster and with others, written as documents: topics, access, events. */
@NullMarked
package io.rolestream.schemas.documents;

import org.jspecify.annotations.NullMarked;
