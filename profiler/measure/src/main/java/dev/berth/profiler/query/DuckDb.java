package dev.berth.profiler.query;

import dev.berth.profiler.fetch.PackageCache;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** DuckDB, used through {@code java.sql} alone. */
public final class DuckDb {
    /** A native library is loaded once in a process. */
    private static final Map<Path, Driver> DRIVERS = new ConcurrentHashMap<>();

    private final Driver driver;

    private DuckDb(Driver driver) {
        this.driver = driver;
    }

    /**
     * The library, fetched where it is not there yet.
     *
     * @param progress told one line before the download
     * @throws dev.berth.record.BadInputException where it cannot be had
     */
    public static DuckDb in(PackageCache cache, Consumer<String> progress) {
        return new DuckDb(
                DRIVERS.computeIfAbsent(cache.require(DuckDbPackages.ofThisMachine(), progress), DuckDb::driver));
    }

    private static Driver driver(Path folder) {
        try {
            return Class.forName("org.duckdb.DuckDBDriver", true, new Library(folder))
                    .asSubclass(Driver.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | MalformedURLException e) {
            throw new LinkageError("DuckDB's driver in " + folder + " cannot be made", e);
        }
    }

    /**
     * Opens an empty database in memory that installs and loads no extension.
     *
     * @param folder where it may put what memory has no room for
     */
    Connection open(Path folder) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        settings.setProperty("temp_directory", folder.toString());
        return driver.connect("jdbc:duckdb:", settings);
    }

    /** From now on the database opens no file outside of a folder, and nothing of that can be set otherwise. */
    static void confine(Connection database, Path folder) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.execute("SET allowed_directories = [" + quoted(folder + "/") + "]");
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        }
    }

    /** A text as SQL writes it. */
    static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** The library's classes, apart from Berth's; its native part lies beside them and is unpacked nowhere else. */
    private static final class Library extends URLClassLoader {
        private final Path folder;

        Library(Path folder) throws MalformedURLException {
            super(new URL[] {folder.toUri().toURL()}, getPlatformClassLoader());
            this.folder = folder;
        }

        @Override
        protected String findLibrary(String name) {
            Path file = folder.resolve(System.mapLibraryName(name));
            return Files.exists(file) ? file.toString() : super.findLibrary(name);
        }
    }
}
