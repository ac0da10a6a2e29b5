namespace Parley.Features.Tests;

internal static class RepositoryRoot
{
    /// <summary>The directory that holds Serverless.sln, above the test binaries or the source.</summary>
    public static string Find([System.Runtime.CompilerServices.CallerFilePath] string source = "") =>
        Above(AppContext.BaseDirectory) ?? Above(Path.GetDirectoryName(source)!)
        ?? throw new InvalidOperationException("Serverless.sln was not found above the tests.");

    private static string? Above(string start)
    {
        for (DirectoryInfo? directory = new(start); directory is not null; directory = directory.Parent)
            if (File.Exists(Path.Combine(directory.FullName, "Serverless.sln"))) return directory.FullName;
        return null;
    }
}
