namespace Parley.Orchestrations;

/// <summary>Who asks.</summary>
/// <param name="Name">For the record.</param>
public sealed record Caller(string Name, Authority Authority);

/// <summary>An answer over HTTP: a status and one JSON document.</summary>
public sealed record Answer(int Status, ReadOnlyMemory<byte> Body)
{
    public static Answer Ok<T>(T value) => new(200, CloudJson.Write(value));

    public static Answer Accepted(string id) => new(202, Encode("id", id));

    public static Answer Bad(string reason) => new(400, Encode("error", reason));

    public static Answer Forbidden(string reason) => new(403, Encode("error", reason));

    public static Answer NotFound(string reason) => new(404, Encode("error", reason));

    private static ReadOnlyMemory<byte> Encode(string name, string text) => CloudJson.Write(new Dictionary<string, string> { [name] = text });
}
