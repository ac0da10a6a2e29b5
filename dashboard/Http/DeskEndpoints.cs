using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Parley.Dashboard;

/// <summary>The desk's page and its JSON, over HTTP.</summary>
public static class DeskEndpoints
{
    private const int RowsDefault = 200;
    private const int RowsMax = 5_000;

    /// <summary>
    /// Serves the page at <c>/</c>, the desk under <c>/api</c> and its metrics at <c>/metrics</c>, to this machine's own names only. Everything is in this
    /// assembly; nothing is fetched from elsewhere.
    /// </summary>
    public static void MapDesk(this IEndpointRouteBuilder app, IDeskView view)
    {
        IHostApplicationLifetime lifetime = app.ServiceProvider.GetRequiredService<IHostApplicationLifetime>();
        EventStream stream = new(view, TimeProvider.System, lifetime.ApplicationStopping);

        foreach (PageFile file in PageFiles.Embedded())
        {
            app.MapGet($"/{file.Path}", Guarded(file.Serve));
            if (file.Path == "index.html") app.MapGet("/", Guarded(file.Serve));
        }

        MapReads(app, view);
        app.MapGet("/api/stream", Guarded(stream.Serve));
        app.MapPost("/api/control", Guarded(context => DeskControl.Serve(context, view)));
    }

    private static void MapReads(IEndpointRouteBuilder app, IDeskView view)
    {
        app.MapGet("/api/health", Guarded(context =>
        {
            DeskDto desk = view.Desk();
            return Answer.Json(context, new HealthDto("ok", desk.Name, desk.Finished), DeskJson.Default.HealthDto);
        }));
        app.MapGet("/api/desk", Guarded(context => Answer.Json(context, view.Desk(), DeskJson.Default.DeskDto)));
        app.MapGet("/api/bars", Guarded(context => Bars(context, view)));
        FeatureEndpoints features = new(view);
        app.MapGet("/api/catalogue", Guarded(features.Catalogue.Serve));
        app.MapGet("/api/features", Guarded(features.Series));
        app.MapGet("/api/metrics", Guarded(context => MetricEndpoints.Json(context, view)));
        app.MapGet("/metrics", Guarded(context => MetricEndpoints.Text(context, view)));
        app.MapGet("/api/fills", Guarded(context => Limited(context, limit =>
            Answer.Json(context, view.Fills(limit), DeskJson.Default.IReadOnlyListFillDto))));
        app.MapGet("/api/equity", Guarded(context =>
            Answer.Json(context, EquityCurve.Thin(view.Equity()), DeskJson.Default.IReadOnlyListEquityDto)));
        app.MapGet("/api/decisions", Guarded(context => Limited(context, limit =>
        {
            string? before = context.Request.Query["before"];
            IReadOnlyList<DecisionSummaryDto> decisions = view.Decisions(limit, before);
            return Answer.Json(context, decisions, DeskJson.Default.IReadOnlyListDecisionSummaryDto);
        })));
        app.MapGet("/api/decisions/{id}", Guarded(context => Decision(context, view)));
    }

    private static Task Bars(HttpContext context, IDeskView view)
    {
        string? symbol = context.Request.Query["symbol"];
        string? timeframe = context.Request.Query["timeframe"];
        if (string.IsNullOrEmpty(symbol) || string.IsNullOrEmpty(timeframe))
            return Answer.Error(context, StatusCodes.Status400BadRequest, "Bars need ?symbol= and &timeframe=.");
        return Limited(context, limit =>
            Answer.Json(context, view.Bars(symbol, timeframe, limit), DeskJson.Default.IReadOnlyListBarDto));
    }

    private static Task Decision(HttpContext context, IDeskView view)
    {
        string id = (string)context.Request.RouteValues["id"]!;
        return view.Decision(id) is { } decision
            ? Answer.Json(context, decision, DeskJson.Default.DecisionDto)
            : Answer.Error(context, StatusCodes.Status404NotFound, "The desk has no decision of this name.");
    }

    /// <summary>Answers with as many rows as were asked for.</summary>
    internal static Task Limited(HttpContext context, Func<int, Task> answer)
    {
        string? text = context.Request.Query["limit"];
        int limit = RowsDefault;
        if (text is not null && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out limit) || limit == 0))
            return Answer.Error(context, StatusCodes.Status400BadRequest, $"'limit' is a whole number from 1 to {RowsMax}.");
        return answer(Math.Min(limit, RowsMax));
    }

    private static RequestDelegate Guarded(RequestDelegate serve) => context =>
    {
        PageHeaders.Set(context.Response.Headers);
        return RequestGuard.ObjectionToHost(context.Request) is { } objection
            ? Answer.Error(context, StatusCodes.Status403Forbidden, objection)
            : serve(context);
    };
}
