@NullMarked
package io.rolestream.rules.decision;

import org.jspecify.annotations.NullMarked;
