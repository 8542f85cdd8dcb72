@NullMarked
package io.rolestream.classifier.rules;

import org.jspecify.annotations.NullMarked;
