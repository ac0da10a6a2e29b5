using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Parley.Dashboard;

/// <summary>JSON out: fresh every time, one clear line when something is wrong.</summary>
internal static class Answer
{
    public static async Task Json<T>(
        HttpContext context, T value, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await JsonSerializer.SerializeAsync(context.Response.Body, value, type, context.RequestAborted);
    }

    public static Task Error(HttpContext context, int status, string message) =>
        Json(context, new ErrorDto(message), DeskJson.Default.ErrorDto, status);

    /// <summary>What somebody asked for, short enough to be said back to them.</summary>
    public static string Shortened(string text) => text.Length <= 40 ? text : $"{text[..40]}…";
}
