using Microsoft.AspNetCore.Http;

namespace Parley.Dashboard;

/// <summary>What every answer tells the browser about what it may do with it.</summary>
internal static class PageHeaders
{
    /// <summary>
    /// Only our own files, no inline script or style, no frames, no forms; and no string ever becomes markup: with trusted
    /// types on and no policy allowed, the browser itself refuses <c>innerHTML</c> and its like.
    /// </summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
        "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

    public static void Set(IHeaderDictionary headers)
    {
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
    }
}
