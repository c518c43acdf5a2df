import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { OtherLink } from '../errors/index.ts'

/**
 * Who a request comes from: the owner of the folder; by a name, somebody who works in it and starts runs beside the owner;
 * or a reader who sees only what is theirs.
 */
export type Visitor = { role: 'owner'; name?: string } | { role: 'reader'; reader: string }

export interface GuardOptions {
  /** Names under which the server may be addressed, with the port: `127.0.0.1:8765`. */
  hosts: readonly string[]
  /** Who a token belongs to. */
  visitorOf: (token: string) => Visitor | undefined
}

declare module 'hono' {
  interface ContextVariableMap {
    visitor: Visitor
  }
}

/** Cookies do not tell ports apart, and two folders may be served on one machine. */
const cookieName = (host: string) => `nomoscope${host.replace(/^.*:/, '-')}`

/** What a page calls its visitor, so that it is refused when another link was opened in its browser. */
export const visitorName = (visitor: Visitor): string =>
  encodeURIComponent(
    visitor.role === 'reader'
      ? `reader ${visitor.reader}`
      : visitor.name === undefined
        ? 'owner'
        : `user ${visitor.name}`,
  )

/** In whose name a visitor starts something; the owner needs none. */
export const startedBy = (visitor: Visitor) => (visitor.role === 'owner' ? visitor.name : undefined)

/** Scripts, styles and pictures of the page itself only; workers and wasm for the extraction; nothing from elsewhere. */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "frame-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ')

/**
 * Lets in who has a token and addresses the server by its own name. A foreign Host is a rebound name (DNS rebinding), a
 * foreign Origin another page in the same browser; both are refused before anything is read. The token of the link that
 * `nomoscope serve` prints becomes a cookie that scripts cannot read and other sites do not send. The link that was opened last
 * in a browser counts; a page of another one is refused, so that nothing of it is taken for the new visitor's. Throws OtherLink.
 */
export function guard({ hosts, visitorOf }: GuardOptions): MiddlewareHandler {
  return async (context, next) => {
    const host = context.req.header('host') ?? ''
    if (!hosts.includes(host.toLowerCase())) return context.text('This name is not served here.', 421)
    const origin = context.req.header('origin')
    if (origin !== undefined && !hosts.some((own) => origin === `http://${own}` || origin === `https://${own}`))
      return context.text('Another page may not ask.', 403)
    const site = context.req.header('sec-fetch-site')
    if (site === 'cross-site' && context.req.method !== 'GET') return context.text('Another page may not ask.', 403)
    context.header('Content-Security-Policy', contentPolicy)
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('Referrer-Policy', 'no-referrer')
    context.header('Cross-Origin-Opener-Policy', 'same-origin')
    context.header('Cross-Origin-Embedder-Policy', 'require-corp')
    context.header('Cache-Control', 'no-store')
    const inLink = context.req.query('token')
    const token =
      inLink ?? context.req.header('authorization')?.replace(/^Bearer /, '') ?? getCookie(context, cookieName(host))
    const visitor = token === undefined ? undefined : visitorOf(token)
    if (!visitor) return context.text('Open the link that `nomoscope serve` printed: its token is missing or old.', 401)
    const page = context.req.header('x-visitor')
    if (page !== undefined && page !== visitorName(visitor)) throw OtherLink()
    if (inLink !== undefined) {
      // What came by TLS is never sent without it.
      const secure = context.req.header('x-forwarded-proto') === 'https'
      setCookie(context, cookieName(host), inLink, { httpOnly: true, sameSite: 'Strict', path: '/', secure })
      if (context.req.method === 'GET' && !context.req.path.startsWith('/api/')) {
        const url = new URL(context.req.url)
        url.searchParams.delete('token')
        return context.redirect(url.pathname + url.search)
      }
    }
    context.set('visitor', visitor)
    await next()
  }
}

/** Compares two secrets in a time that does not tell how much of them is the same. */
export function sameSecret(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
