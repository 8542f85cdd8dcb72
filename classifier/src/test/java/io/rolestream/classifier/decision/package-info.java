@NullMarked
package io.rolestream.classifier.decision;

import org.jspecify.annotations.NullMarked;
