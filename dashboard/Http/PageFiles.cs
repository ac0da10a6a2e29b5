using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;
using Parley.Domain;

namespace Parley.Dashboard;

/// <summary>A file that does not change while the desk runs, held in memory as it is and compressed.</summary>
internal sealed class PageFile
{
    private readonly byte[] _content;
    private readonly byte[] _compressed;
    private readonly EntityTagHeaderValue _tag;
    private readonly string _contentType;
    private readonly string _cacheControl;

    public PageFile(string path, byte[] content)
    {
        Path = path;
        _content = content;
        _compressed = Compress(content);
        _tag = new EntityTagHeaderValue($"\"{ContentHash.Of(content)[..24]}\"");
        _contentType = ContentTypeOf(path);
        // Files under assets/ carry a hash of their content in their name; the others keep their name when they change.
        _cacheControl = path.StartsWith("assets/", StringComparison.Ordinal)
            ? "public, max-age=31536000, immutable"
            : "no-cache";
    }

    /// <summary>Relative to the root of the page, with forward slashes: <c>assets/index-1a2b.js</c>.</summary>
    public string Path { get; }

    public async Task Serve(HttpContext context)
    {
        HttpResponse response = context.Response;
        response.Headers.ETag = _tag.ToString();
        response.Headers.CacheControl = _cacheControl;
        response.Headers.Vary = "Accept-Encoding";
        if (IsHeldBy(context.Request))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        bool compress = AcceptsGzip(context.Request) && _compressed.Length < _content.Length;
        byte[] body = compress ? _compressed : _content;
        if (compress) response.Headers.ContentEncoding = "gzip";
        response.ContentType = _contentType;
        response.ContentLength = body.Length;
        await response.Body.WriteAsync(body, context.RequestAborted);
    }

    private bool IsHeldBy(HttpRequest request)
    {
        foreach (EntityTagHeaderValue held in request.GetTypedHeaders().IfNoneMatch)
            if (held.Compare(_tag, useStrongComparison: false)) return true;
        return false;
    }

    private static bool AcceptsGzip(HttpRequest request)
    {
        foreach (StringWithQualityHeaderValue coding in request.GetTypedHeaders().AcceptEncoding)
            if (coding.Value.Equals("gzip", StringComparison.OrdinalIgnoreCase)) return coding.Quality is not 0;
        return false;
    }

    private static byte[] Compress(byte[] content)
    {
        using MemoryStream compressed = new();
        using (GZipStream gzip = new(compressed, CompressionLevel.SmallestSize)) gzip.Write(content);
        return compressed.ToArray();
    }

    private static string ContentTypeOf(string path) => System.IO.Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".png" => "image/png",
        ".woff2" => "font/woff2",
        ".txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    };
}

/// <summary>The built page, out of this assembly.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    /// <exception cref="InvalidOperationException">The assembly was built without the page.</exception>
    public static IReadOnlyList<PageFile> Embedded()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        List<PageFile> files = [];
        foreach (string name in assembly.GetManifestResourceNames())
        {
            if (!name.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            using Stream resource = assembly.GetManifestResourceStream(name)!;
            byte[] content = new byte[resource.Length];
            resource.ReadExactly(content);
            files.Add(new PageFile(name[Prefix.Length..].Replace('\\', '/'), content));
        }

        return files.Exists(file => file.Path == "index.html")
            ? files
            : throw new InvalidOperationException("The page is not in this build of Parley.Dashboard; build it again.");
    }
}
