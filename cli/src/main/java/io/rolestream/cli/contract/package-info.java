/** What is agreed with the cluster and with others, written as documents: topics, access, events. */
@NullMarked
package io.rolestream.cli.contract;

import org.jspecify.annotations.NullMarked;
