using System.Text.Json;
using Parley.Domain;

namespace Parley.Cli.Hosting;

/// <summary>
/// Where a running desk can be reached, written into its data directory. The socket lies in the temporary directory under
/// a short name derived from the data directory, because socket paths are limited to about a hundred bytes.
/// </summary>
/// <param name="Page">Address of the page; null without one.</param>
public sealed record DeskAddress(int ProcessId, string Socket, string? Page)
{
    private const string FileName = "desk.json";

    public static DeskAddress For(string dataDirectory, string? page)
    {
        byte[] path = System.Text.Encoding.UTF8.GetBytes(Path.GetFullPath(dataDirectory));
        return new(Environment.ProcessId, Path.Combine(Path.GetTempPath(), $"parley-{ContentHash.Of(path)[..16]}.sock"), page);
    }

    /// <summary>The address in a data directory, or null when there is none or it is unreadable.</summary>
    public static DeskAddress? Find(string dataDirectory)
    {
        try
        {
            return JsonSerializer.Deserialize<DeskAddress>(File.ReadAllText(Path.Combine(dataDirectory, FileName)));
        }
        catch (Exception e) when (e is IOException or JsonException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Write(string dataDirectory) =>
        File.WriteAllText(Path.Combine(dataDirectory, FileName), JsonSerializer.Serialize(this));

    public static void Remove(string dataDirectory) => File.Delete(Path.Combine(dataDirectory, FileName));
}
