using Microsoft.AspNetCore.Http;

namespace Parley.Dashboard;

/// <summary>Metrics for a collector and for the page.</summary>
internal static class MetricEndpoints
{
    public static Task Json(HttpContext context, IDeskView view) => Answer.Json(context, view.Metrics(), DeskJson.Default.MetricsDto);

    public static Task Text(HttpContext context, IDeskView view)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync(view.MetricsText(), context.RequestAborted);
    }
}
