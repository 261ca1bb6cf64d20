/**
 * Endings after which `name.ending` in a text is meant as an address although no `https://` stands before it. Country
 * codes (ISO 3166-1 with the delegated exceptions) and the general ones that people write; a rarer one is linked when
 * written with `https://`.
 */
const countries =
  'ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bm bn bo br bs bt bw by bz ca cc cd ' +
  'cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg er es et eu fi fj fk fm fo fr ga gb gd ' +
  'ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg ' +
  'kh ki km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mg mh mk ml mm mn mo mp mq mr ms mt mu mv ' +
  'mw mx my mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa ' +
  'sb sc sd se sg sh si sk sl sm sn so sr ss st su sv sx sy sz tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug ' +
  'uk us uy uz va vc ve vg vi vn vu wf ws ye yt za zm zw';
const general =
  'com org net info biz name pro int edu gov mil coop museum aero jobs mobi travel tel cat asia post ' +
  'app dev page web site online store shop blog news media social agency studio design art gallery photo photos video ' +
  'film music live tv radio team group club community foundation ngo ong school academy university education science ' +
  'health care clinic hotel restaurant cafe bar pizza beer wine vin kitchen garden farm bio eco green energy solar ' +
  'city town paris bzh corsica alsace brussels gent vlaanderen quebec berlin hamburg koeln london wales scot irish ' +
  'madrid barcelona eus gal wien tirol zuerich swiss amsterdam tokyo nyc cloud host hosting tech digital software ' +
  'systems network email link click space world global today life love fun games game run fit yoga style fashion ' +
  'clothing shoes jewelry beauty salon immo house homes estate legal law tax finance bank money fund insurance ' +
  'consulting services solutions support work works company business enterprises ventures partners events tickets ' +
  'party wedding gift gifts toys baby kids pet dog horse bike car cars auto taxi tours voyage vacations museum xyz top ' +
  'wiki book books press ink pub zone guide expert guru ninja rocks cool';

export const topLevelDomains: ReadonlySet<string> = new Set(`${countries} ${general}`.split(' '));
