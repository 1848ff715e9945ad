using System.Text;
using GpuFormer.Serving.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GpuFormer.Serving;

/// <summary>What a server says of itself: <c>/metrics</c> for Prometheus, <c>/openapi</c> for programs and people.</summary>
internal sealed class DescriptionEndpoints(MetricCollector collector)
{
    private static readonly byte[] OpenApi = Resource.Read("openapi.json");

    public void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/metrics", context => JsonAnswer.WriteAsync(context, StatusCodes.Status200OK,
            PrometheusText.ContentType, Encoding.UTF8.GetBytes(PrometheusText.Write(collector.Collect()))));
        app.MapGet("/openapi", context => JsonAnswer.WriteAsync(
            context, StatusCodes.Status200OK, JsonAnswer.ContentType, OpenApi));
    }
}
