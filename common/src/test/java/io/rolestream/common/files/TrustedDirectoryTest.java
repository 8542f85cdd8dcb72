package io.rolestream.common.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.files.TrustedDirectory.Status;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrustedDirectoryTest {
    private static final int USER = 1000;
    private static final int GROUP = 1000;
    private static final int DIRECTORY = 0040000;
    private static final int LINK = 0120000;

    @ParameterizedTest
    @CsvSource({
        "1000, 1000, 0700, true, true",
        "1000, 1000, 0755, true, true",
        "0, 0, 0755, true, true",
        "1000, 1000, 0775, true, false",
        "1000, 1000, 0775, false, true",
        "1000, 50, 0775, false, false",
        "1000, 1000, 0777, false, false",
        "0, 0, 01777, false, true",
        "0, 0, 01777, true, false",
        "0, 0, 0777, false, false",
        "1001, 1000, 0700, false, false",
    })
    void shouldTrustWhatOnlyTheUserAndRootCanWrite(int uid, int gid, String mode, boolean last, boolean trusted) {
        String fault = fault(false, new Status(uid, gid, DIRECTORY | Integer.parseInt(mode, 8)), last);

        assertThat(fault == null).as(fault).isEqualTo(trusted);
    }

    @Test
    void shouldNotTrustAnotherUsersLink() {
        assertThat(fault(false, new Status(1001, GROUP, LINK | 0777), false)).contains("another user (uid 1001)");
        assertThat(fault(false, new Status(0, 0, LINK | 0777), true)).isNull();
    }

    @Test
    void shouldTrustTheVolumesOfAPod() {
        assertThat(fault(true, new Status(0, GROUP, DIRECTORY | 02777), false)).isNull();
        assertThat(fault(true, new Status(1001, GROUP, DIRECTORY | 0777), false))
                .isNotNull();
        assertThat(fault(true, new Status(USER, GROUP, DIRECTORY | 0777), true)).isNotNull();
    }

    @Test
    void shouldFindTheMountThatForbidsExecution() {
        List<String> mounts = List.of(
                "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
                "23 22 0:21 / /tmp rw,nosuid,nodev,noexec - tmpfs tmpfs rw",
                "24 23 0:22 / /tmp/with\\040space rw - tmpfs tmpfs rw",
                "25 22 0:23 / /var/tmp rw,noexec - tmpfs tmpfs rw",
                "26 22 0:24 / /var/tmp rw - tmpfs tmpfs rw");

        assertThat(TrustedDirectory.noexecMount(Path.of("/tmp/a/b"), mounts)).isEqualTo("/tmp");
        assertThat(TrustedDirectory.noexecMount(Path.of("/tmp/with space/a"), mounts))
                .isNull();
        assertThat(TrustedDirectory.noexecMount(Path.of("/tmpfile"), mounts)).isNull();
        assertThat(TrustedDirectory.noexecMount(Path.of("/var/tmp/a"), mounts)).isNull();
    }

    private static @Nullable String fault(boolean pod, Status status, boolean last) {
        return new TrustedDirectory(USER, GROUP, pod).fault(status, last);
    }
}
